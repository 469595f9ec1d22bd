import { Controller } from '@nestjs/common';
import {
  SearchServiceControllerMethods,
  type GetPublicSearchSettingRequest,
  type SearchCustomersRequest,
  type SearchPublicRequest,
  type SearchServiceController,
  type UpdatePublicSearchSettingRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/search_service';
import type { Call } from '@kontor/access/call';
import { PublicSearchService } from './public-search.service.js';
import { SearchService } from './search.service.js';

/** Calls of search. */
@Controller()
@SearchServiceControllerMethods()
export class SearchController implements SearchServiceController {
  constructor(
    private readonly within: SearchService,
    private readonly everywhere: PublicSearchService,
  ) {}

  searchCustomers(request: SearchCustomersRequest, call: Call) {
    return this.within.search(request, call);
  }

  searchPublic(request: SearchPublicRequest, call: Call) {
    return this.everywhere.search(request, call);
  }

  getPublicSearchSetting(_request: GetPublicSearchSettingRequest, call: Call) {
    return this.everywhere.setting(call);
  }

  updatePublicSearchSetting(request: UpdatePublicSearchSettingRequest, call: Call) {
    return this.everywhere.changeSetting(request, call);
  }
}
