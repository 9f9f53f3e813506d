/** A count with commas between its thousands. `toLocaleString` would load the tables of all languages, which takes 20 ms. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
