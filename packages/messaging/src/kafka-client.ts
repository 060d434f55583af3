import { Kafka, logLevel } from 'kafkajs';

export type KafkaAddress = { readonly brokers: readonly string[]; readonly clientId: string };

/** A client as all of ours are set; what it has to say goes to `say`. */
export const kafkaClient = ({ brokers, clientId }: KafkaAddress, say: (message: string) => void): Kafka =>
  new Kafka({
    clientId,
    brokers: [...brokers],
    logLevel: logLevel.ERROR,
    logCreator:
      () =>
      ({ log: entry }) =>
        say(entry.message),
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    retry: { retries: 10, initialRetryTime: 200, maxRetryTime: 10_000 },
  });
