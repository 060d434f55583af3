/** Every topic, with what orders it. `vessel-offers` and `cargo-requests` are keyed by market and co-partitioned. */
export const TOPICS = [
  'vessel-offers',
  'cargo-requests',
  'programme',
  'allocations',
  'port-channel',
  'carbon',
] as const;
export type Topic = (typeof TOPICS)[number];

/** One number for all topics, so that partition p of every topic can be given to one member of a group. */
export const PARTITION_COUNT = 8;

export function deadLetterTopic(topic: Topic): `${Topic}.dlt` {
  return `${topic}.dlt`;
}
