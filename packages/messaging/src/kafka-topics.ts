/**
 * A request body of 1 MiB becomes an event a little larger than the broker's default limit of 1 MB: refused, it would
 * stand in its outbox for ever and everything behind it with it.
 */
export const TOPIC_LIMIT_BYTES = 8 * 1024 * 1024;
export const TOPIC_LIMITS = [{ name: 'max.message.bytes', value: String(TOPIC_LIMIT_BYTES) }];
