import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import {
  ApiKeyServiceControllerMethods,
  type ApiKeyServiceController,
  type CreateApiKeyRequest,
  type CreateApiKeyResponse,
  type DeleteApiKeyRequest,
  type ExchangeApiKeyRequest,
  type ExchangeApiKeyResponse,
  type ListApiKeysRequest,
  type ListApiKeysResponse,
} from '@kontor/contracts/gen/kontor/identity/v1/api_key_service';
import { ApiKeyService } from './api-key.service.js';

/** Calls about keys of integrators. */
@Controller()
@ApiKeyServiceControllerMethods()
export class ApiKeyController implements ApiKeyServiceController {
  constructor(private readonly keys: ApiKeyService) {}

  createApiKey(request: CreateApiKeyRequest, call: Call): Promise<CreateApiKeyResponse> {
    return this.keys.create(request, call);
  }

  listApiKeys(_: ListApiKeysRequest, call: Call): Promise<ListApiKeysResponse> {
    return this.keys.list(call);
  }

  deleteApiKey({ id }: DeleteApiKeyRequest, call: Call): Promise<void> {
    return this.keys.remove(id, call);
  }

  exchangeApiKey(request: ExchangeApiKeyRequest, call: Call): Promise<ExchangeApiKeyResponse> {
    return this.keys.exchange(request, call);
  }
}
