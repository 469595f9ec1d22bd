import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { ReadRequest } from '@kontor/contracts/gen/kontor/identity/v1/read_request';
import {
  ReadRequestServiceControllerMethods,
  type AnswerReadRequestRequest,
  type CreateReadRequestRequest,
  type GetReadRequestRequest,
  type GrantReadRequestRequest,
  type ListReadRequestsRequest,
  type ListReadRequestsResponse,
  type ListReadRequestsToAnswerRequest,
  type ReadRequestServiceController,
  type RefuseReadRequestRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/read_request_service';
import { AnswerService } from './answer.service.js';
import { ReadRequestService } from './read-request.service.js';

/** Calls of asking a superior. */
@Controller()
@ReadRequestServiceControllerMethods()
export class ReadRequestController implements ReadRequestServiceController {
  constructor(
    private readonly requests: ReadRequestService,
    private readonly answers: AnswerService,
  ) {}

  createReadRequest(request: CreateReadRequestRequest, call: Call): Promise<ReadRequest> {
    return this.requests.create(request, call);
  }

  listReadRequests(request: ListReadRequestsRequest, call: Call): Promise<ListReadRequestsResponse> {
    return this.requests.mine(request, call);
  }

  listReadRequestsToAnswer(
    request: ListReadRequestsToAnswerRequest,
    call: Call,
  ): Promise<ListReadRequestsResponse> {
    return this.requests.toAnswer(request, call);
  }

  getReadRequest({ id }: GetReadRequestRequest, call: Call): Promise<ReadRequest> {
    return this.requests.get(id, call);
  }

  answerReadRequest(request: AnswerReadRequestRequest, call: Call): Promise<ReadRequest> {
    return this.answers.answer(request, call);
  }

  grantReadRequest(request: GrantReadRequestRequest, call: Call): Promise<ReadRequest> {
    return this.answers.grant(request, call);
  }

  refuseReadRequest(request: RefuseReadRequestRequest, call: Call): Promise<ReadRequest> {
    return this.answers.refuse(request, call);
  }
}
