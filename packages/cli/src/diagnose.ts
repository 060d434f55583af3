import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Policy, PolicyRules } from '@greenlane/contracts/policy';
import { problemItems } from '@greenlane/contracts/problem-items';
import { diagnose } from '@greenlane/diagnosis/diagnosis';
import { diagnosisCsv } from '@greenlane/diagnosis/diagnosis-csv';
import { diagnosisHtml } from '@greenlane/diagnosis/diagnosis-html';
import type { ReadinessPolicy } from '@greenlane/diagnosis/readiness';
import { SHIPMENT_FIELD_NAMES, type ShipmentField } from '@greenlane/diagnosis/shipment-fields';
import { readShipmentCsv } from '@greenlane/diagnosis/shipment-table';
import { gramsToKilogramText } from '@greenlane/kernel/quantities';
import { readJsonFile } from './json-file.ts';
import { requireFile, requireWritable } from './paths.ts';

export type DiagnoseOptions = {
  readonly out?: string;
  readonly format?: 'json' | 'csv' | 'html';
  readonly policy?: string;
  readonly asOf: string;
  readonly column: readonly string[];
};

/** "My header=units" pairs; throws with the allowed names on any other. */
function namedColumns(pairs: readonly string[]): Record<string, ShipmentField> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf('=');
      const field = SHIPMENT_FIELD_NAMES.find((name) => name === pair.slice(at + 1));
      if (at < 1 || field === undefined)
        throw new Error(
          `--column wants "Header=field" with a field of ${SHIPMENT_FIELD_NAMES.join(', ')}, not "${pair}"`,
        );
      return [pair.slice(0, at), field];
    }),
  );
}

/** Of a policy, what a diagnosis asks; the rest of the file may be of another version than this build. */
const PolicyFile = Policy.pick({ version: true, status: true, basis: true, effectiveFrom: true })
  .extend({ rules: PolicyRules.pick({ eligibility: true, subsidy: true, routes: true }).loose() })
  .loose();

/** A policy, or the list that GET /v1/programme/policies answers: of it the one in force on the day. */
async function readPolicy(path: string, asOf: string): Promise<typeof PolicyFile._output> {
  const value = await readJsonFile(path);
  const list = Array.isArray(value) ? value : [value];
  const parsed = PolicyFile.array().safeParse(list);
  if (!parsed.success) {
    const [first] = problemItems(parsed.error, list);
    throw new Error(`${path} is no policy: ${first?.property}: ${first?.message}`);
  }
  const startOf = ({ effectiveFrom }: { readonly effectiveFrom: string }) => Date.parse(effectiveFrom);
  const [newest] = parsed.data
    .filter((policy) => policy.status === 'in-force' && startOf(policy) <= Date.parse(`${asOf}T23:59:59Z`))
    .sort((one, other) => startOf(other) - startOf(one));
  if (!newest) throw new Error(`${path} holds no policy that is in force on ${asOf}`);
  return newest;
}

function formatOf({ format, out }: DiagnoseOptions): 'json' | 'csv' | 'html' {
  return format ?? (['csv', 'html'] as const).find((name) => out?.endsWith(`.${name}`)) ?? 'json';
}

/**
 * Diagnoses a shipping list offline, with the same code as the platform; answers whether it could be read. The list may
 * have any faults: they are the diagnosis, not a failure.
 */
export async function diagnoseFile(path: string, options: DiagnoseOptions): Promise<boolean> {
  const named = namedColumns(options.column);
  await requireFile(path);
  if (options.out !== undefined) await requireWritable(options.out);
  const table = readShipmentCsv(await readFile(path), named);
  if (!table.ok) {
    for (const { code, message } of table.refusal) console.error(`${path}: ${code}: ${message}`);
    return false;
  }
  const policy = options.policy === undefined ? undefined : await readPolicy(options.policy, options.asOf);
  const readiness: ReadinessPolicy | undefined = policy && {
    version: policy.version,
    basis: policy.basis,
    effectiveFrom: policy.effectiveFrom,
    eligibility: policy.rules.eligibility,
    subsidyBasis: policy.rules.subsidy.rate.basis,
  };
  const diagnosis = diagnose({
    table: table.value,
    named,
    asOf: options.asOf,
    policy: readiness,
    eastWestDefault: policy?.rules.routes.eastWestDefault,
  });
  const text = {
    json: () => `${JSON.stringify(diagnosis, null, 2)}\n`,
    csv: () => diagnosisCsv(diagnosis, readiness),
    html: () => diagnosisHtml(diagnosis, basename(path)),
  }[formatOf(options)]();
  if (options.out === undefined) {
    process.stdout.write(text);
    return true;
  }
  await writeFile(options.out, text);
  const { totals, readiness: found } = diagnosis;
  console.log(
    `${totals.rows} rows, ${totals.computedRows} computed: ${gramsToKilogramText(totals.now.wellToWakeGrams)} kg CO2e well-to-wake; ` +
      `PRIMARY ${totals.grades.PRIMARY}, MODELLED ${totals.grades.MODELLED}, DEFAULT ${totals.grades.DEFAULT}; ` +
      `readiness ${found.outcome}; ${options.out} written`,
  );
  return true;
}
