/** Answers over HTTP. */
@Controller('/users', { secret: 'not a fact' /* nor this */ })
@Injectable()
export class UserController {
  @Input() name = 'anonymous';

  @Get(`/${prefix}/:id`)
  find(@Param('id') id: string, @Query() query: Query): User {
    return this.users.get(id);
  }
}
