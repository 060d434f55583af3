import type { KafkaControl } from './kafka-control.ts';
import type { ServiceProcess } from './process.ts';
import type { Stage, World } from './stage.ts';

type StartOptions = NonNullable<Parameters<World['start']>[0]>;

/** Runs the platform on a world while `act` troubles it: in the end it is gone, and a failure tells what it last printed. */
export async function withPlatform<Result>(
  world: World,
  options: StartOptions,
  act: (service: ServiceProcess) => Promise<Result>,
): Promise<Result> {
  const service = await world.start(options);
  try {
    return await act(service);
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${service.output()}`, { cause: error });
  } finally {
    await service.end('SIGKILL');
  }
}

/** The same on a world of its own, which is dropped behind it; `prepare` changes the world before anyone runs on it. */
export async function onWorld<Result>(
  stage: Stage,
  options: StartOptions & { readonly prepare?: ((world: World) => Promise<unknown>) | undefined },
  act: (world: World, service: ServiceProcess) => Promise<Result>,
): Promise<Result> {
  const { prepare, ...start } = options;
  const world = await stage.world();
  try {
    await prepare?.(world);
    return await withPlatform(world, start, (service) => act(world, service));
  } finally {
    await world.drop();
  }
}

/** On a broker of its own. */
export async function onBroker<Result>(stage: Stage, act: (kafka: KafkaControl) => Promise<Result>): Promise<Result> {
  const kafka = await stage.kafka();
  try {
    return await act(kafka);
  } finally {
    await kafka.stop();
  }
}
