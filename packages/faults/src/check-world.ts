import type { Finding } from './fault.ts';
import { checkPlatform } from './invariants.ts';
import type { World } from './stage.ts';

/** Runs the platform's invariants, as `greenlane verify` does, on a world that has settled. */
export async function checkWorld(world: World): Promise<readonly Finding[]> {
  const results = await checkPlatform(async <Row>(text: string) => (await world.query(text)) as Row[]);
  return results
    .filter(({ wrong }) => wrong > 0)
    .map(({ invariant, sentence, wrong, checked, counted }) => ({
      invariant,
      says: `${wrong} of ${checked} ${counted} are wrong: ${sentence}`,
    }));
}
