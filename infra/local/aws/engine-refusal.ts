import * as z from 'zod';

/** An error of DynamoDB's wire format: `{"__type": "…#Name", "message": "…"}`, the message in either case. */
export const EngineRefusal = z
  .object({ __type: z.string(), message: z.string().optional(), Message: z.string().optional() })
  .transform(({ __type, message, Message }) => ({
    code: __type.replace(/^.*#/, ''),
    detail: message ?? Message ?? '',
  }));
