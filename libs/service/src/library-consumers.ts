import type { Type } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { CustomFieldConsumer } from '@kontor/custom-fields/custom-field.consumer';
import { hasCustomTables } from '@kontor/custom-fields/custom-table';
import { MovedReferencesConsumer } from '@kontor/custom-fields/moved-references.consumer';
import { TypeChangeConsumer } from '@kontor/custom-fields/type-change/type-change.consumer';
import { PeopleConsumer } from '@kontor/people/people.consumer';
import { ReadGrantConsumer } from '@kontor/people/read-grant.consumer';
import { RevocationConsumer } from '@kontor/people/revocation.consumer';

/**
 * What a service listens to by the libraries. Only who keeps records with custom fields hears of merged customers: the
 * subscription brings every event of customers along, of which an import makes many.
 */
export function libraryConsumers(dataSource: DataSource): Type[] {
  return [
    ...[PeopleConsumer, RevocationConsumer, ReadGrantConsumer, CustomFieldConsumer, TypeChangeConsumer],
    ...(hasCustomTables(dataSource) ? [MovedReferencesConsumer] : []),
  ];
}
