import { unpackEarlierVersion } from './earlier-version.ts';
import type { Fault } from './fault.ts';
import { restoreBackup, restoreTornBackup } from './restoring.ts';
import { contractTooEarly, rollOver, upgradeFrom } from './upgrade.ts';

export const upgrade: Fault = {
  name: 'F18',
  title:
    'two instances and two versions side by side over a schema that grows and shrinks under load; backup and restore',
  invariants: ['I1', 'I2', 'I3', 'I4', 'I5', 'I6'],
  run: async (stage) => {
    const rolled = await rollOver(stage);
    const earlier = await unpackEarlierVersion(stage.directory);
    const upgraded = earlier && (await upgradeFrom(stage, earlier));
    const restored = await restoreBackup(stage);
    const versions =
      earlier === undefined
        ? 'no earlier version in this clone'
        : `${earlier.commit} to this version through the newest migrations: ${upgraded?.accepted} writes accepted, 0 × 5xx, slowest ${upgraded?.slowestSeconds.toFixed(1)} s`;
    return {
      figure: `every table expanded and contracted under load, two instances: ${rolled.accepted} writes accepted, 0 × 5xx, slowest ${rolled.slowestSeconds.toFixed(1)} s; ${versions}; ${restored.figure}`,
      findings: [...rolled.findings, ...(upgraded?.findings ?? []), ...restored.findings],
    };
  },
  twin: async (stage) => {
    const early = await contractTooEarly(stage);
    const torn = await restoreTornBackup(stage);
    // Both guards are off, and each must be missed on its own.
    const isSeen = early.length > 0 && torn.length > 0;
    return {
      figure: `contracted before the old instance had left, and a backup without one snapshot: ${early.length} and ${torn.length} invariants break`,
      findings: isSeen ? [...early, ...torn] : [],
    };
  },
};
