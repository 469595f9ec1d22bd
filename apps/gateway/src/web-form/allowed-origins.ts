import type { RpcClients } from '@kontor/rpc/client';

/** How long what a form allows is believed, in milliseconds. */
const believed = 60_000;
/** Forms remembered at most: ids come from strangers. */
const mostForms = 1_000;

const pagePath = '/kontor.customer.v1.WebLeadService/GetWebFormPage';

/** Origins of pages that may send a web form, as the form says; remembered for a minute. */
export class AllowedOrigins {
  readonly #known = new Map<string, { until: number; origins: Promise<readonly string[]> }>();

  constructor(private readonly clients: Pick<RpcClients, 'call'>) {}

  /** Whether pages of this origin may send the form; false for forms that are not there or closed. */
  async allows(formId: string, origin: string, requestId: string): Promise<boolean> {
    const now = Date.now();
    let known = this.#known.get(formId);
    if (!known || known.until < now) {
      if (this.#known.size >= mostForms) this.#known.clear();
      known = { until: now + believed, origins: this.#ask(formId, requestId) };
      this.#known.set(formId, known);
    }
    return (await known.origins).includes(origin);
  }

  async #ask(id: string, requestId: string): Promise<readonly string[]> {
    const call = { requestId, language: 'en' as const, deadline: Date.now() + 2_000 };
    try {
      const page = await this.clients.call<{ allowedOrigins?: string[] }>(pagePath, { id }, call);
      return page.allowedOrigins ?? [];
    } catch {
      // Asked again with the next request: what is not known is not allowed.
      this.#known.delete(id);
      return [];
    }
  }
}
