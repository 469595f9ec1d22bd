import { Module } from '@nestjs/common';
import { ContactService } from './contact/contact.service.js';
import { CustomerNumbers } from './customer/customer-numbers.js';
import { CustomerController } from './customer/customer.controller.js';
import { CustomerService } from './customer/customer.service.js';
import { InteractionService } from './interaction/interaction.service.js';

@Module({
  controllers: [CustomerController],
  providers: [CustomerNumbers, CustomerService, ContactService, InteractionService],
})
export class CustomerModule {}
