import type { LoadRequest } from '../load.ts';

/** Who asks: a salesperson with a thousand customers, who leads a team of 50, who sees all. */
export type Asker = 'salesperson' | 'manager' | 'administrator';

/** Records that are asked about. */
export interface Subjects {
  /** Customers of the salesperson, evenly from all of them. */
  ids: string[];
  /** What of such customers and their contacts people search by, by the kind of it; in the salesperson's own and in all. */
  own: Searched;
  all: Searched;
  segmentId: string;
}

/** Texts to search by. */
export interface Searched {
  /** Two signs from the middle of Chinese names. */
  signs: string[];
  /** Words of Russian and English names. */
  words: string[];
  /** Beginnings of names of persons. */
  people: string[];
  numbers: string[];
  /** Whole phone numbers, and the last digits of some. */
  phones: string[];
  mails: string[];
  taxNumbers: string[];
}

/** One kind of question that users ask all day. */
export interface Question {
  name: string;
  title: string;
  asker: Asker;
  /** Sent in turn. */
  requests: LoadRequest[];
}

/** What is searched all over, and what the aim of searching is judged by. */
export const searchQuestions = ({ own, all }: Subjects): Question[] => {
  const search = (searched: Searched) =>
    mixed([
      searched.signs,
      searched.words,
      searched.people,
      searched.numbers,
      searched.phones,
      searched.mails,
      searched.taxNumbers,
    ]).map((q) => get('/v1/search', { q }));
  return [
    question('search-own', 'search, salesperson', 'salesperson', search(own)),
    question('search-team', 'search, manager of 50', 'manager', search(own)),
    question('search-all', 'search, administrator', 'administrator', search(all)),
  ];
};

/** The page about one customer. */
export const panoramaQuestion = ({ ids }: Subjects): Question =>
  question(
    'panorama',
    'everything about a customer',
    'salesperson',
    ids.map((id) => get(`/v1/customers/${id}/panorama`)),
  );

/** Lists, counts and single records. */
export function listQuestions(subjects: Subjects): Question[] {
  const { ids, all, segmentId } = subjects;
  const questions: Question[] = [
    question(
      'read',
      'read one customer',
      'salesperson',
      ids.map((id) => get(`/v1/customers/${id}`)),
    ),
    question(
      'talks',
      'talks with a customer',
      'salesperson',
      ids.map((id) => get(`/v1/customers/${id}/interactions`)),
    ),
    question(
      'contacts',
      'contacts of a customer',
      'salesperson',
      ids.map((id) => get(`/v1/customers/${id}/contacts`)),
    ),
    question(
      'owners',
      'who owned a customer',
      'salesperson',
      ids.map((id) => get(`/v1/customers/${id}/owners`)),
    ),
    question('dossiers', 'customers that came from others', 'salesperson', [get('/v1/dossiers')]),
    question('worklist', 'worklist', 'salesperson', [get('/v1/worklist')]),
    question('next-contacts', 'next contacts of one’s own', 'salesperson', spans(false)),
    question('days', 'important days of the next month', 'manager', [
      get('/v1/importantDays:upcoming', { team: 'true' }),
    ]),
    question(
      'public-search',
      'search of the whole base',
      'salesperson',
      mixed([all.signs, all.words, all.numbers]).map((q) => get('/v1/publicSearch', { q })),
    ),
    question(
      'duplicates',
      'look for duplicates before saving',
      'salesperson',
      all.mails.map((mail, i) =>
        post('/v1/customers:checkDuplicates', {
          kind: 'company',
          name: all.words[i % all.words.length],
          emails: [mail],
          phones: [all.phones[0]],
        }),
      ),
    ),
  ];
  const scopes: [string, Asker, string, string][] = [
    ['own', 'salesperson', 'one’s own', 'own'],
    ['team', 'manager', 'a team of 50', 'team'],
    ['all', 'administrator', 'all', 'company'],
  ];
  for (const [scope, asker, words, whose] of scopes) {
    const of = (name: string, title: string, requests: LoadRequest[]): void => {
      questions.push(question(`${name}-${scope}`, `${title} of ${words}`, asker, requests));
    };
    of('list', 'newest customers', [get('/v1/customers')]);
    for (const [name, title, query] of lists) of(name, title, [get('/v1/customers', query)]);
    of('follow-ups', 'follow-ups', [get('/v1/followUps'), get('/v1/followUps', { states: 'overdue' })]);
    of('at-risk', 'customers at risk', [get('/v1/followUps', { states: 'at_risk' })]);
    of('members', 'members of a segment', [get(`/v1/segments/${segmentId}/members`)]);
    of('member-count', 'count of members of a segment', [get(`/v1/segments/${segmentId}/members:count`)]);
    of('visits', 'planned visits', [get('/v1/plannedVisits'), get('/v1/plannedVisits', { overdue: 'true' })]);
    of('coverage', 'coverage of visits', [get('/v1/plannedVisits:coverage')]);
    of('steps', 'steps of a quarter, newest first', [get('/v1/stageSteps', quarter(whose))]);
    of('series', 'movements of a quarter by weeks', [
      get('/v1/stages:movementSeries', { ...quarter(whose), bucket: 'week' }),
    ]);
    if (scope !== 'all') of('counts', 'counts by status', [get('/v1/customers:count')]);
  }
  questions.push(question('next-contacts-team', 'next contacts of a team of 50', 'manager', spans(true)));
  questions.push(question('next-contacts-all', 'next contacts of all', 'administrator', spans(true)));
  return questions;
}

/** Filters and orders that people use, over customers. */
const lists: readonly [string, string, Record<string, string>][] = [
  ['list-name', 'customers by name', { orderBy: 'name' }],
  [
    'list-status',
    'customers of two statuses by next contact',
    { filter: json('status', 'in', ['interested', 'negotiating']), orderBy: 'nextContactTime' },
  ],
  [
    'list-segment',
    'customers of a segment by last contact',
    { filter: json('segment', 'eq', 'A'), orderBy: 'lastContactTime desc' },
  ],
  ['list-city', 'customers of a city, newest first', { filter: json('city', 'eq', '上海') }],
  ['list-contains', 'customers whose name has a word', { filter: json('name', 'contains', 'завод') }],
  ['list-signs', 'customers whose name has two signs', { filter: json('name', 'contains', '五金') }],
  ['list-letters', 'customers whose name has two letters', { filter: json('name', 'contains', 'ор') }],
];

/** The last ninety days of somebody's, as movements are asked for. */
const quarter = (scope: string): Record<string, string> => ({
  scope,
  startTime: new Date(Date.now() - 90 * 86_400_000).toISOString(),
});

const spans = (team: boolean): LoadRequest[] =>
  ['overdue', 'today', 'week'].map((due) => get('/v1/nextContacts', { due, ...(team && { team: 'true' }) }));

function json(field: string, op: string, value: unknown): string {
  return JSON.stringify({ field, op, value });
}

function question(name: string, title: string, asker: Asker, requests: LoadRequest[]): Question {
  return { name, title, asker, requests };
}

function get(path: string, query: Record<string, string> = {}): LoadRequest {
  const text = new URLSearchParams(query).toString();
  return { method: 'GET', path: text ? `${path}?${text}` : path };
}

function post(path: string, body: object): LoadRequest {
  return {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/** One of each list in turn, until the longest is through. */
function mixed(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) =>
    lists.flatMap((list) => list[i % list.length] ?? []),
  ).flat();
}
