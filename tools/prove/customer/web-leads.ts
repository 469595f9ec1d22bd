import type { HttpClient } from '../stage/http.ts';
import { jsonRequest, untilAnswered } from '../stage/person.ts';
import type { Stage } from '../stage/stage.ts';
import { until } from './team.ts';

/** A web form that strangers fill in, by the one gateway or the other. */
export interface WebDoor {
  /** Sends a lead with this key and waits until it has become something: `done` where that is a new prospect. */
  submit: (kind: 'name' | 'phone' | 'email', text: string, name: string) => Promise<string>;
  /** What is wrong with leads that were sent: one is left lying. */
  settled: () => Promise<string | undefined>;
}

/** Faster than this nobody fills in a form, in milliseconds: the service takes it for a program. */
const leastMs = 3_200;

/** Opens a form whose prospects go to `ownerId`, and takes as many tokens as there will be leads. */
export async function openWebForm(
  stage: Stage,
  second: HttpClient,
  ownerId: string,
  leads: number,
): Promise<WebDoor> {
  const doors = [stage.http, second] as const;
  const form = await stage.administrator.call<{ id: string }>('POST', '/v1/webForms', {
    name: 'Proof',
    source: 'proof',
    channel: 'website',
    ownerId,
    hourlyLimit: 1000,
  });
  const tokens: string[] = [];
  for (let i = 0; i < leads; i++) {
    const { text } = await doors[i % 2 ? 1 : 0].send({ method: 'GET', path: `/v1/webForms/${form.id}` });
    tokens.push((JSON.parse(text) as { token: string }).token);
  }
  const taken = Date.now();
  let sent = 0;
  return {
    submit: async (kind, text, name) => {
      await until('a form to be filled in', () => Promise.resolve(Date.now() - taken > leastMs));
      const turn = sent++;
      const email = kind === 'email' ? text : `lead-${crypto.randomUUID()}@web.example`;
      const answers = {
        name,
        company: kind === 'name' ? text : '',
        email,
        phone: kind === 'phone' ? text : '',
        message: 'Please call.',
        homepage: '',
      };
      const request = jsonRequest('POST', `/v1/webForms/${form.id}/submissions`, {
        token: tokens[turn],
        answers,
      });
      const { status, text: said } = await untilAnswered(() => doors[turn % 2 ? 1 : 0].send(request));
      if (status !== 202) return `${status} ${said}`;
      return becameOf(stage, form.id, email);
    },
    settled: async () => {
      const [row] = await stage.database('customer', (query) =>
        query<{ waiting: number }>(
          `SELECT count(*)::int AS waiting FROM web_submission WHERE form_id = $1 AND state = 'received'`,
          [form.id],
        ),
      );
      return row?.waiting === 0 ? undefined : `${row?.waiting} web leads are left lying`;
    },
  };
}

/** A new prospect is `done`; a talk of somebody known, and what waits for a person to look, are duplicates refused. */
async function becameOf(stage: Stage, formId: string, email: string): Promise<string> {
  let state = '';
  await until('a web lead to become something', async () => {
    const [row] = await stage.database('customer', (query) =>
      query<{ state: string }>(
        `SELECT state FROM web_submission WHERE form_id = $1 AND answers ->> 'email' = $2`,
        [formId, email],
      ),
    );
    state = row?.state ?? 'received';
    return state !== 'received';
  });
  if (state === 'prospect') return 'done';
  return state === 'attached' || state === 'review' ? 'possible-duplicate' : state;
}
