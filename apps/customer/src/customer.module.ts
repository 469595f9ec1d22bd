import { Module } from '@nestjs/common';
import { ContactService } from './contact/contact.service.js';
import { CustomerNumbers } from './customer/customer-numbers.js';
import { CustomerController } from './customer/customer.controller.js';
import { CustomerService } from './customer/customer.service.js';
import { ImportBadRows } from './import/import-bad-rows.js';
import { ImportLeases } from './import/import-lease.js';
import { ImportTidy } from './import/import-tidy.js';
import { ImportUpload } from './import/import-upload.js';
import { ImportController } from './import/import.controller.js';
import { ImportJob } from './import/import.job.js';
import { ImportService } from './import/import.service.js';
import { InteractionService } from './interaction/interaction.service.js';

@Module({
  controllers: [CustomerController, ImportController],
  providers: [
    CustomerNumbers,
    CustomerService,
    ContactService,
    InteractionService,
    ImportService,
    ImportUpload,
    ImportBadRows,
    ImportLeases,
    ImportTidy,
    ImportJob,
  ],
})
export class CustomerModule {}
