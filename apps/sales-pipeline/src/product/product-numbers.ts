import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NumberSeries } from '@kontor/database/number-series';

/** Numbers of products: P-2026-000123. */
@Injectable()
export class ProductNumbers extends NumberSeries {
  constructor(dataSource: DataSource) {
    super(dataSource, 'product_number', 'P');
  }
}
