import { sampleEnvelope } from '@greenlane/testing/envelopes';

/** An alert of a box that waits in a port, as the port channel raises it; boxes are few, so that their order can be told. */
export const portAlert = (audience: string, number: number, port = 'CNSGH') => ({
  topic: 'port-channel' as const,
  envelope: sampleEnvelope({
    source: '/greenlane/port-channel',
    type: 'org.greenlane.port-alert.raised.v1',
    subject: `alert-${number}`,
    partitionkey: `box-${number % 7}`,
    audience,
    data: {
      alertId: `alert-${number}`,
      kind: 'DWELL_AT_RISK',
      UNLocationCode: port,
      message: 'waits',
      raisedAt: '2026-11-24T08:00:00.000Z',
    },
  }),
});
