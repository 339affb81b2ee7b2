export default class extends Base<string> {
  run(): void {}
}
