import { v7 as uuidv7 } from 'uuid';
import { Organisation } from '@kontor/access/organisation';
import type { ListPeopleResponse } from '@kontor/contracts/gen/kontor/identity/v1/identity_service';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { RpcClients } from '@kontor/rpc/client';
import { readLimit } from '@kontor/rpc/metadata';

const LIST_PEOPLE = '/kontor.identity.v1.PersonService/ListPeople';
const PAGE_SIZE = 200;

/**
 * Copy in memory of who reports to whom, for deciding who may hear of a change. Read from identity once, when the
 * first person listens and with that person's token, and kept current by PersonChanged.
 */
export class People {
  readonly #people = new Map<string, Pick<Person, 'id' | 'managerId' | 'updateTime'>>();
  #organisation: Organisation | undefined;
  #reading: Promise<void> | undefined;

  constructor(private readonly clients: RpcClients) {}

  /** The organisation as now known; the same object until something in it changes. */
  get organisation(): Organisation {
    return (this.#organisation ??= new Organisation(this.#people.values()));
  }

  /** Takes the state of a person, unless a newer one is known: list and events arrive in any order. */
  apply({ id, managerId, updateTime }: Person): void {
    const known = this.#people.get(id);
    if (known && (known.updateTime ?? '') >= (updateTime ?? '')) return;
    this.#people.set(id, { id, managerId, updateTime });
    if (!known || known.managerId !== managerId) this.#organisation = undefined;
  }

  /** Resolves when everybody has been read once. A failure is thrown to all who wait, and the next caller tries again. */
  ready(token: string): Promise<void> {
    this.#reading ??= this.#read(token).catch((error: unknown) => {
      this.#reading = undefined;
      throw error;
    });
    return this.#reading;
  }

  async #read(token: string): Promise<void> {
    let pageToken: string | undefined;
    do {
      const call = { requestId: uuidv7(), language: 'en', deadline: Date.now() + readLimit } as const;
      const request = { pageSize: PAGE_SIZE, orderBy: 'createTime', ...(pageToken && { pageToken }) };
      const page = await this.clients.call<ListPeopleResponse>(LIST_PEOPLE, request, call, token);
      for (const person of page.people) this.apply(person);
      pageToken = page.nextPageToken;
    } while (pageToken);
  }
}
