import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import {
  RoleServiceControllerMethods,
  type CreateRoleRequest,
  type DeleteRoleRequest,
  type GetMyRightsRequest,
  type GetMyRightsResponse,
  type GetRightsCatalogueRequest,
  type GetRightsCatalogueResponse,
  type GetRoleRequest,
  type ListRolesRequest,
  type ListRolesResponse,
  type RoleServiceController,
  type UpdateRoleRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/role_service';
import { RoleService } from './role.service.js';

/** Calls about roles and what they allow. */
@Controller()
@RoleServiceControllerMethods()
export class RoleController implements RoleServiceController {
  constructor(private readonly roles: RoleService) {}

  createRole(request: CreateRoleRequest, call: Call): Promise<Role> {
    return this.roles.create(request, call);
  }

  getRole({ id }: GetRoleRequest, call: Call): Promise<Role> {
    return this.roles.get(id, call);
  }

  listRoles(request: ListRolesRequest, call: Call): Promise<ListRolesResponse> {
    return this.roles.list(request, call);
  }

  updateRole(request: UpdateRoleRequest, call: Call): Promise<Role> {
    return this.roles.update(request, call);
  }

  deleteRole(request: DeleteRoleRequest, call: Call): Promise<void> {
    return this.roles.delete(request, call);
  }

  getRightsCatalogue(_: GetRightsCatalogueRequest, call: Call): Promise<GetRightsCatalogueResponse> {
    return this.roles.catalogue(call);
  }

  getMyRights(_: GetMyRightsRequest, call: Call): Promise<GetMyRightsResponse> {
    return this.roles.mine(call);
  }
}
