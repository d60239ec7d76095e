/**
 * How long it has been, for people.
 *
 * @param {number} began from `performance.now()`
 */
export function seconds(began) {
  return `${((performance.now() - began) / 1_000).toFixed(1)} s`
}
