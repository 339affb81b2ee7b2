export default {
  name: 'component',
  data() { return { open: false }; },
  methods: {
    toggle() {},
    close: () => undefined,
  },
};
