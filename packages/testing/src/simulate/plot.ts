import { MEASURES, type ResultRow } from './figures.ts';

const LABEL_WIDTH = 330;
const PANEL_WIDTH = 170;
const ROW_HEIGHT = 24;
const TOP = 78;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
export const forecastLabel = (error: number) =>
  error === 0 ? '' : `, forecast ${Math.abs(error * 100).toFixed(0)} % too ${error < 0 ? 'low' : 'high'}`;

/** One line a policy, one panel a measure: a dot for the mean of the seeds, a bar to the worst of them. */
export function plotOf(rows: readonly ResultRow[]): string {
  const groups = [...Map.groupBy(rows, ({ load }) => load)];
  const height = TOP + groups.reduce((sum, [, all]) => sum + (all.length + 1.6) * ROW_HEIGHT, 0);
  const width = LABEL_WIDTH + MEASURES.length * (PANEL_WIDTH + 20) + 20;
  const parts: string[] = [];
  const scales = MEASURES.map(({ key }) => {
    const values = rows.flatMap((row) => [row[key].mean, row[key].worst]);
    const step = 10;
    const low = Math.floor(Math.min(...values) / step) * step;
    return { low, high: Math.max(low + step, Math.ceil(Math.max(...values) / step) * step) };
  });
  const x = (panel: number, value: number) => {
    const { low, high } = scales[panel]!;
    return LABEL_WIDTH + panel * (PANEL_WIDTH + 20) + ((value - low) / (high - low)) * PANEL_WIDTH;
  };
  MEASURES.forEach(({ title, unit, better }, panel) => {
    const { low, high } = scales[panel]!;
    parts.push(`<text x="${x(panel, low)}" y="44" class="head">${escaped(title)}</text>`);
    parts.push(`<text x="${x(panel, low)}" y="62" class="quiet">${unit}, ${better} is better</text>`);
    for (let line = low; line <= high; line += (high - low) / 2) {
      parts.push(`<line x1="${x(panel, line)}" x2="${x(panel, line)}" y1="${TOP}" y2="${height - 8}" class="grid"/>`);
      parts.push(
        `<text x="${x(panel, line)}" y="${TOP - 4}" class="quiet" text-anchor="middle">${line.toFixed(0)}</text>`,
      );
    }
  });
  let y = TOP;
  for (const [load, all] of groups) {
    y += ROW_HEIGHT;
    parts.push(`<text x="12" y="${y}" class="head">load ${load.toFixed(1)}</text>`);
    for (const row of all) {
      y += ROW_HEIGHT;
      parts.push(`<text x="12" y="${y}">${escaped(row.title + forecastLabel(row.forecastError))}</text>`);
      MEASURES.forEach(({ key }, panel) => {
        const { mean, worst } = row[key];
        parts.push(`<line x1="${x(panel, mean)}" x2="${x(panel, worst)}" y1="${y - 4}" y2="${y - 4}" class="bar"/>`);
        parts.push(`<circle cx="${x(panel, mean)}" cy="${y - 4}" r="4.5" class="dot"/>`);
      });
    }
    y += ROW_HEIGHT * 0.6;
  }
  const seeds = rows[0]?.seeds.length ?? 0;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Policies side by side">
<style>text{font:13px system-ui,sans-serif;fill:#1d2b26}.head{font-weight:600}.quiet{font-size:11px;fill:#5d6b66}.grid{stroke:#dfe6e2}.bar{stroke:#9db8ac;stroke-width:5;stroke-linecap:round}.dot{fill:#0b6b4f}</style>
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="12" y="22" class="head">Who gets the space: policies side by side, mean of ${seeds} seasons and the worst of them</text>
${parts.join('\n')}
</svg>
`;
}
