import type { CutOff } from '@greenlane/contracts/vessel-offer';

/** Cut-offs that close the gate for a full container; DGC closes it for dangerous goods, RCO for reefers. */
const CLOSING = new Set(['FCO', 'PCO']);

export type PassWindow = { readonly opens?: string; readonly closes: string };

/**
 * The gate window of a pass: from the earliest full delivery (EFC, when the carrier gave one) to the earliest cut-off that
 * closes for this cargo; without any cut-off, to the departure.
 */
export function passWindow(sailing: {
  readonly cutOffs: readonly CutOff[];
  readonly departureDateTime: string;
  readonly isDangerous: boolean;
  readonly isRefrigerated: boolean;
}): PassWindow {
  const closing = sailing.cutOffs.filter(
    ({ cutOffDateTimeCode: code }) =>
      CLOSING.has(code) || (code === 'DGC' && sailing.isDangerous) || (code === 'RCO' && sailing.isRefrigerated),
  );
  const earliest = (cutOffs: readonly CutOff[]): string | undefined =>
    cutOffs
      .map((cutOff) => cutOff.cutOffDateTime)
      .toSorted((first, second) => Date.parse(first) - Date.parse(second))[0];
  const opens = earliest(sailing.cutOffs.filter(({ cutOffDateTimeCode }) => cutOffDateTimeCode === 'EFC'));
  return { ...(opens === undefined ? {} : { opens }), closes: earliest(closing) ?? sailing.departureDateTime };
}

export function isWithin(window: PassWindow, dateTime: string): boolean {
  const time = Date.parse(dateTime);
  return time <= Date.parse(window.closes) && (window.opens === undefined || time >= Date.parse(window.opens));
}
