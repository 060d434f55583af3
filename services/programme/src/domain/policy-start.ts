const MILLISECONDS_PER_MINUTE = 60_000;

/**
 * The beginning of the minute. Markets decide in whole minutes: a version that began inside of one was in force there up to 59
 * seconds before it was in force for everyone else.
 * @param dateTime RFC 3339
 */
export function policyStart(dateTime: string): Date {
  return new Date(Math.floor(Date.parse(dateTime) / MILLISECONDS_PER_MINUTE) * MILLISECONDS_PER_MINUTE);
}
