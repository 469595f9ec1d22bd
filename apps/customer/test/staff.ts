import { testService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';

/** The customer service with a manager and two salespeople below. */
export async function staffedService() {
  const service = await testService('customer', customerService);
  const boss = await service.person({ name: '王经理', roles: ['manager'] });
  const anna = await service.person({ name: 'Anna', managerId: boss.id });
  const boris = await service.person({ name: 'Борис', managerId: boss.id });
  return { service, boss, anna, boris };
}
