import type { CargoRequest } from '@greenlane/contracts/cargo-request';
import { partitionOf } from '@greenlane/messaging/partitioner';
import { seededRandom } from '@greenlane/testing/random';
import type { KafkaControl, RawRecord } from '../kafka-control.ts';
import { onBroker, onWorld } from '../on-world.ts';
import type { ServiceProcess } from '../process.ts';
import { requestDocument } from '../simulation/documents.ts';
import type { Stage, World } from '../stage.ts';

/** The tables of the choking service; no key on the effects, so that a second one would show. */
async function prepareEffects(world: World): Promise<void> {
  await world.query(`create schema faults;
    create table faults.effect (request_id text not null, reference text not null);
    create table faults.mended (one int);
    grant usage on schema faults to greenlane_notifications_worker;
    grant select, insert on all tables in schema faults to greenlane_notifications_worker`);
}

/** Runs the choking service alone, on a broker and a world of its own. */
export const onChokingService = <Result>(
  stage: Stage,
  environment: Readonly<Record<string, string>>,
  act: (on: {
    readonly kafka: KafkaControl;
    readonly world: World;
    readonly service: ServiceProcess;
  }) => Promise<Result>,
): Promise<Result> =>
  onBroker(stage, (kafka) =>
    onWorld(
      stage,
      {
        kafka,
        main: 'packages/faults/src/poison/main.ts',
        environment: { LOG_LEVEL: 'fatal', ...environment },
        prepare: prepareEffects,
      },
      (world, service) => act({ kafka, world, service }),
    ),
  );

export const traceOf = (index: number): string =>
  `00-${String(index).padStart(32, '0').replace(/^0/, 'a')}-00000000000000aa-01`;

/** A request event as our own relay writes it to Kafka: CloudEvents in binary mode. */
export function requestRecord(index: number, reference: string): RawRecord & { readonly value: Buffer } {
  const data: CargoRequest = {
    ...requestDocument(seededRandom(index), { requestId: `poison-${index}`, version: 1 }),
    requestReference: reference,
  };
  // Eight markets, so that every partition has its share.
  const key = `MARKET-${index % 8}`;
  return {
    topic: 'cargo-requests',
    partition: partitionOf(key),
    key,
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: `event-${index}`,
      ce_source: '/greenlane/cargo-request',
      ce_type: 'org.greenlane.cargo-request.submitted.v1',
      ce_time: '2026-11-20T00:00:00.000Z',
      ce_subject: data.requestId,
      ce_partitionkey: key,
      ce_audience: '*',
      ce_traceparent: traceOf(index),
    },
    value: Buffer.from(JSON.stringify(data), 'utf8'),
  };
}
