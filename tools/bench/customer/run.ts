import type { Kontor } from '../kontor.ts';
import { machineFacts, type Machine } from '../machine.ts';
import { as } from '../../servers/databases.ts';
import { measureCreation, type Creation } from './creation.ts';
import { fill, prepareFill } from './fill.ts';
import { costOf, type Cost } from './measure.ts';
import { hire, type Company } from './people.ts';
import { findPlans, untilGeneric, type PlanFinding } from './plans.ts';
import {
  listQuestions,
  panoramaQuestion,
  searchQuestions,
  type Question,
  type Subjects,
} from './questions.ts';
import { measureReclaim, type Reclaimed } from './reclaim.ts';
import { measureRing, type Rung } from './ring.ts';
import { assertSame } from './sameness.ts';
import { makeSegment, setUp } from './setting.ts';
import { chooseSubjects } from './subjects.ts';
import { answered, everyQuestion } from './sweep.ts';

/** How large the base is, first and in the end. */
export interface CustomerSizes {
  small: number;
  large: number;
  /** People in the company; at first a tenth of them own customers, and always the team of 50. */
  people: number;
  /** Seconds of one measured run of a question. */
  seconds: number;
}

/** A question measured at both sizes. */
export interface AskedTwice {
  question: Question;
  connections: number;
  small: Cost;
  large: Cost;
}

/** Everything that was found out. */
export interface CustomerFindings {
  sizes: CustomerSizes;
  machine: Machine;
  /** Rows that the service and the filling made alike. */
  alike: number;
  asked: AskedTwice[];
  creation: { small: Creation[]; large: Creation[] };
  plans: PlanFinding[];
  /** Of every list and figure, in every order and by every filter. */
  swept: PlanFinding[];
  /** With nothing else to do, and while others work. */
  rung: { before: Rung; meanwhile: Rung };
  reclaimed: Reclaimed;
  fillSeconds: number;
  gigabytes: number;
}

/** How many ask at once: the aims of panorama and search are for 16 and for 1 and 4; a list is asked by one. */
const connectionsOf: Record<string, readonly number[]> = {
  panorama: [1, 16],
  'search-own': [1, 4],
  'search-team': [1, 4],
  'search-all': [1, 4],
};

/** Fills the base to the first size, measures, fills it to the second, measures again. Leaves Kontor running. */
export async function runCustomer(
  kontor: Kontor,
  sizes: CustomerSizes,
  dataDir: string,
  say: (line: string) => void,
): Promise<CustomerFindings> {
  const { small, large, people } = sizes;
  const admin = kontor.adminUrl('customer');
  const company = await hire(kontor, people);
  say(`Hired ${people} people.`);
  await prepareFill(admin, company.owners);
  const label = {
    labelEn: 'Wants a quotation',
    labelRu: 'Ждёт предложение',
    labelZhCn: '需要报价',
    place: 1,
  };
  const { administrator } = company;
  const template = await administrator.call<{ id: string }>('POST', '/v1/outcomeTemplates', label);
  const alike = await assertSame(admin, company.salesperson, template.id);
  say(`Filling makes the rows that the service makes: ${alike} compared.`);
  await setUp(kontor, company);

  const first = Math.max(50, people / 10);
  const stage = (from: number, to: number, owners: [number, number]) =>
    prepared(kontor, company, { from, to, owners, outcomeTemplateId: template.id }, say);
  const before = await stage(1, small, [0, first]);
  const asked = await ask(kontor, company, before.questions, sizes.seconds, say);
  const creation = await measureCreation(kontor, dataDir, sizes.seconds);
  const begun = performance.now();
  const after = await stage(small + 1, large, [first, people]);
  const fillSeconds = (performance.now() - begun) / 1000;
  const again = await ask(kontor, company, after.questions, sizes.seconds, say);
  const creationAgain = await measureCreation(kontor, dataDir, sizes.seconds);
  say('Creations are measured.');
  const plans = await findPlans(kontor, company, after.questions, untilGeneric);
  const every = await answered(company, everyQuestion(after.subjects));
  const swept = await findPlans(kontor, company, every);
  say(`Plans are looked at, of ${every.length} lists and figures too.`);
  const rung = await measureRing(kontor, company, after.subjects);
  say('The telephone has rung.');
  const reclaimed = await measureReclaim(kontor, company, after.subjects);
  return {
    sizes,
    alike,
    machine: await as(admin, (client) => machineFacts(client, kontor.suite.natsUrl)),
    asked: asked.flatMap((one, i) => (again[i] ? [{ ...one, small: one.cost, large: again[i].cost }] : [])),
    creation: { small: creation, large: creationAgain },
    plans,
    swept,
    rung,
    reclaimed,
    fillSeconds,
    gigabytes: await gigabytes(admin),
  };
}

/** Fills a part of the base, and has everything ready to be asked about. */
async function prepared(
  kontor: Kontor,
  company: Company,
  part: Parameters<typeof fill>[1],
  say: (line: string) => void,
): Promise<{ subjects: Subjects; questions: Question[] }> {
  const admin = kontor.adminUrl('customer');
  say(`Filling in customers up to ${part.to.toLocaleString('en')} …`);
  await fill(admin, part, say);
  const segment = await makeSegment(kontor, company);
  say(`A segment was made in ${segment.seconds.toFixed(1)} s.`);
  const subjects = await chooseSubjects(admin, company.salespersonId, segment.id);
  const questions = [...searchQuestions(subjects), panoramaQuestion(subjects), ...listQuestions(subjects)];
  return { subjects, questions };
}

interface Asked {
  question: Question;
  connections: number;
  cost: Cost;
}

async function ask(
  kontor: Kontor,
  company: Company,
  questions: readonly Question[],
  seconds: number,
  say: (line: string) => void,
): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const question of questions) {
    const judged = connectionsOf[question.name];
    for (const connections of judged ?? [1]) {
      const { requests, asker } = question;
      const cost = await costOf(kontor, {
        api: company[asker],
        requests,
        connections,
        // A hundredth of little says nothing.
        seconds: judged ? seconds * 3 : seconds,
        warmSeconds: 1,
      });
      say(
        `${question.title}, ${connections} at once: p50 ${cost.p50.toFixed(1)} ms, p99 ${cost.p99.toFixed(1)} ms`,
      );
      asked.push({ question, connections, cost });
    }
  }
  return asked;
}

async function gigabytes(adminUrl: string): Promise<number> {
  return as(adminUrl, async (client) => {
    const { rows } = await client.query<{ size: string }>(
      'SELECT pg_database_size(current_database()) AS size',
    );
    return Number(rows[0]?.size ?? 0) / 2 ** 30;
  });
}
