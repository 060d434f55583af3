import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';

/** Who is sending, as far as it matters for whose cargo it may be. */
export type Sender = {
  readonly organisationId: string;
  readonly role: string;
  /** Exporters that a logistics provider may act for. */
  readonly actsFor: readonly string[];
};

/**
 * The organisation whose cargo it is and whose designation counts. An exporter sends for itself; a logistics provider
 * for itself or for an exporter that it is registered to act for. One answer for "not yours" and "does not exist", so
 * that ids cannot be probed.
 */
export function exporterOf(sender: Sender, onBehalfOf: string | undefined): Decision<string, Problem> {
  if (onBehalfOf === undefined || onBehalfOf === sender.organisationId) return accept(sender.organisationId);
  if (sender.role === 'logistics-provider' && sender.actsFor.includes(onBehalfOf)) return accept(onBehalfOf);
  return refuse({
    code: 'MAY_NOT_ACT_FOR',
    property: 'onBehalfOf',
    message:
      sender.role === 'logistics-provider'
        ? `this organisation is not registered to act for ${onBehalfOf}`
        : 'only a logistics provider submits on behalf of another organisation',
  });
}
