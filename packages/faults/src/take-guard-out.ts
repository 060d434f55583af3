import { registerHooks } from 'node:module';
import { GUARDS, type GuardName, withoutGuard } from './without-guard.ts';

/** Imported before the main of a broken twin: takes the guard that `FAULTS_WITHOUT_GUARD` names out of its file as it is loaded. */
const guard = GUARDS[process.env['FAULTS_WITHOUT_GUARD'] as GuardName];
if (guard === undefined) throw new Error('FAULTS_WITHOUT_GUARD names no guard');

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(`/${guard.file}`)) return loaded;
    return { ...loaded, source: withoutGuard(Buffer.from(loaded.source as Uint8Array).toString('utf8'), guard) };
  },
});
