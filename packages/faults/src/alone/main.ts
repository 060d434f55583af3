import { FAULTS } from '../faults.ts';
import { type Stage, sizedFor } from '../stage.ts';

/** `main.ts F5 ci 7`: the part of a fault that needs no server, in a process of its own. Prints how much was found, and what first. */
const [name, scale, seed] = process.argv.slice(2);
const judge = FAULTS.find((fault) => fault.name === name)?.judge;
if (judge === undefined) throw new Error(`${name} has no part that runs alone`);
const { findings } = await judge({ seed: Number(seed), sized: sizedFor(scale as Stage['scale']) });
console.log(JSON.stringify({ found: findings.length, first: findings[0] }));
