import { type Decimal, decimal } from '@greenlane/kernel/decimal';

/**
 * The accounting frames. They answer different questions about the same fuel (HFO is 91.744 g CO2e/MJ in FuelEU and
 * 94.90 in the IMO guidelines), so a calculation takes its factors from one frame and says which.
 */
export type Framework = 'ISO14083_GLEC' | 'FUELEU' | 'EU_ETS' | 'IMO_CII';

/**
 * Global warming potentials behind a figure; `CO2_ONLY` counts no other gas. `AR4_AND_AR6` is said of a figure that is made of
 * FuelEU and GLEC factors together, never of a factor.
 */
export type GwpSet = 'AR4' | 'AR5' | 'AR6' | 'AR4_AND_AR6' | 'CO2_ONLY';

/**
 * How far a figure can be relied on: A official text, B two or more independent sources agree, C one secondary source,
 * D derived by arithmetic from such figures, M from memory. A result that uses C, D or M says so in its notes.
 */
export type Trust = 'A' | 'B' | 'C' | 'D' | 'M';

export type Source = {
  readonly title: string;
  /** Page, table, annex or article. */
  readonly locator: string;
};

/** What every factor row carries, in whichever frame. */
export type FactorIdentity = {
  readonly factorId: string;
  readonly framework: Framework;
  readonly factorSetVersion: string;
  readonly gwpSet: GwpSet;
  readonly unit: string;
  readonly source: Source;
  readonly trust: Trust;
  /** Present when the row stands in for one that nobody published: what it really describes. */
  readonly proxyFor?: string;
};

/** A default intensity or fuel factor, split into energy provision (well-to-tank) and operation (tank-to-wake). */
export type FactorRow = FactorIdentity & { readonly wellToTank: string; readonly tankToWake: string };

/**
 * The edition of all factor rows of this package together. A changed or added row is a new edition; results of older
 * editions stay reproducible because their rows stay in the package.
 */
export const CURRENT_FACTOR_SET_VERSION = 'greenlane-factors-2026.2';

/**
 * The first edition called every sea intensity AR6, also one with FuelEU factors in it, which are AR4. The second names what
 * its factors have; every gram is the same in both.
 */
export const FACTOR_SET_WITHOUT_MIXED_GWP = 'greenlane-factors-2026.1';
export const FACTOR_SET_VERSIONS: readonly string[] = [FACTOR_SET_WITHOUT_MIXED_GWP, CURRENT_FACTOR_SET_VERSION];

export const GLEC_FACTOR_SET = 'GLEC-3.2';
export const FUELEU_FACTOR_SET = 'FUELEU-2023/1805-ANNEX-II';

/** Trust grades that a result must mention beside its figure. */
export function isWeak(trust: Trust): boolean {
  return trust === 'C' || trust === 'D' || trust === 'M';
}

export type Split = { readonly wellToTank: Decimal; readonly tankToWake: Decimal };

/** The two decimals of a row. */
export function splitOf(row: { readonly wellToTank: string; readonly tankToWake: string }): Split {
  return { wellToTank: decimal(row.wellToTank), tankToWake: decimal(row.tankToWake) };
}

/** The potentials behind a figure that adds up factors of the GLEC (AR6) and FuelEU (AR4) tables. */
export function gwpSetOf(parts: readonly GwpSet[]): GwpSet {
  const [first = 'AR6', ...others] = new Set(parts);
  return others.length === 0 ? first : 'AR4_AND_AR6';
}
