/** The days of a month that lie within a period, as first and last day. */
export function monthWithin(
  month: string,
  period: { readonly from?: string | undefined; readonly to?: string | undefined },
): { readonly from: string; readonly to: string } {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const first = `${month}-01`;
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
  return {
    from: period.from !== undefined && period.from > first ? period.from : first,
    to: period.to !== undefined && period.to < last ? period.to : last,
  };
}
