/** What `list_orders` answers alice in local mode, as a constant: every side of the bench sends the same bytes. */
export const SAMPLE_ORDERS = [
  order('ord_e2g7i4k9m6o1', 'Side table, round', 11_200, 'open', '2026-11-20T18:01:00Z'),
  order('ord_d5s8u3x6z1a4', 'Reading chair, green', 39_900, 'shipped', '2026-11-12T13:22:00Z'),
  order('ord_c9f4h7j2l5p3', 'Bookshelf, oak, five boards', 32_500, 'delivered', '2026-10-01T08:30:00Z'),
  order('ord_b3n6r1v5y2c8', 'Wool rug, 160 x 230 cm', 21_900, 'refunded', '2026-09-07T11:05:00Z'),
  order('ord_a7k2m9q4t8w1', 'Desk lamp, brass', 7_450, 'delivered', '2026-08-19T16:40:00Z'),
  order('ord_a1b2c3d4e5f6', 'Walnut writing desk', 48_900, 'delivered', '2026-08-03T09:12:00Z'),
];

function order<Status extends 'open' | 'shipped' | 'delivered' | 'refunded'>(
  orderId: string,
  item: string,
  cents: number,
  status: Status,
  placedAt: string,
) {
  return { orderId, item, cents, status, placedAt };
}
