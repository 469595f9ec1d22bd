import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NumberSeries } from '@kontor/database/number-series';

/** Numbers of opportunities: O-2026-000123. */
@Injectable()
export class OpportunityNumbers extends NumberSeries {
  constructor(dataSource: DataSource) {
    super(dataSource, 'opportunity_number', 'O');
  }
}
