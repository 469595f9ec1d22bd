import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NumberSeries } from '@kontor/database/number-series';

/** Numbers of customers: C-2026-000123. */
@Injectable()
export class CustomerNumbers extends NumberSeries {
  constructor(dataSource: DataSource) {
    super(dataSource, 'customer_number', 'C');
  }
}
