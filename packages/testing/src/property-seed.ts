import fc from 'fast-check';

/** Set by `vitest.config.ts`, which says where it comes from. Every property of a run starts from it. */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED) });
