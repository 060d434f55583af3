import { contention } from './f01-contention.ts';
import { kills } from './f02-kills.ts';
import { kafkaGone } from './f03-kafka.ts';
import { redelivery } from './f04-redelivery.ts';
import { portEvents } from './f05-port-events.ts';
import { poisoned } from './f06-poison.ts';
import { postgresGone } from './f07-postgres.ts';
import { diskFull } from './f08-disk.ts';
import { fuzzed } from './f09-fuzz.ts';
import { authorisation } from './f10-authorisation.ts';
import { claims } from './f11-claims.ts';
import { cuts } from './f12-cuts.ts';
import { receivers } from './f13-receivers.ts';
import { slow } from './f14-slow.ts';
import { clocks } from './f15-clocks.ts';
import { simulation } from './f16-simulation.ts';
import { carbon } from './f17-carbon.ts';
import { upgrade } from './f18-upgrade.ts';
import { shutdown } from './f19-shutdown.ts';
import type { Fault } from './fault.ts';

/** Every fault, by its number. */
export const FAULTS: readonly Fault[] = [
  contention,
  kills,
  kafkaGone,
  redelivery,
  portEvents,
  poisoned,
  postgresGone,
  diskFull,
  fuzzed,
  authorisation,
  claims,
  cuts,
  receivers,
  slow,
  clocks,
  simulation,
  carbon,
  upgrade,
  shutdown,
];
