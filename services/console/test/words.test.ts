import { readFile } from 'node:fs/promises';
import { ClaimStatus } from '@greenlane/contracts/carbon-events';
import { PassStatus } from '@greenlane/contracts/port-channel-events';
import { EVENT_TYPES } from '@greenlane/contracts/registry';
import { expect, test } from 'vitest';

/** Told to services, and to nobody's feed. */
const NOBODYS = ['credentials.used'];

test('every event of a feed, and every state that the page names, has its words in both languages', async () => {
  const source = await readFile(new URL('../src/web/words.js', import.meta.url), 'utf8');
  const kinds = EVENT_TYPES.map((type) => type.replace(/^org\.greenlane\./, '').replace(/\.v\d+$/, ''));
  const named = [...kinds.filter((kind) => !NOBODYS.includes(kind)), ...PassStatus.options, ...ClaimStatus.options];
  const unnamed = named.filter(
    (name) => !new RegExp(`^ {2}'?${name.replaceAll('.', '\\.')}'?: \\['.+', '.+'\\],$`, 'm').test(source),
  );
  expect(unnamed).toEqual([]);
});
