# Prints the definitions that Ruby's own parser finds: one JSON object a line.
# Reads absolute file names, one a line, from standard input.
require 'json'
require 'ripper'

ATTRIBUTES = %w[attr attr_reader attr_writer attr_accessor].freeze

def tell(path, token, kind, local)
  puts JSON.generate(path: path, name: token[1].sub(/\A:/, ''), line: token[2][0], kind: kind, local: local)
end

def walk(node, path, local)
  return unless node.is_a?(Array)

  case node[0]
  when :class, :module
    name = node[1]
    tell(path, name[0] == :const_path_ref ? name[2] : name[1], node[0].to_s, false)
  when :def
    tell(path, node[1], 'method', false)
    local = true
  when :defs
    tell(path, node[3], 'singleton method', false)
    local = true
  when :assign
    target = node[1]
    if %i[var_field const_path_field top_const_field].include?(target[0])
      token = target.last
      tell(path, token, 'constant', local) if token.is_a?(Array) && token[0] == :@const
    end
  when :command
    attributes(node[2], path) if attribute?(node[1])
  when :method_add_arg
    attributes(node[2], path) if node[1][0] == :fcall && attribute?(node[1][1])
  end
  node.each { |child| walk(child, path, local) if child.is_a?(Array) }
end

def attribute?(token)
  token[0] == :@ident && ATTRIBUTES.include?(token[1])
end

def attributes(arguments, path)
  symbols = []
  find = lambda do |inner|
    if inner[0] == :symbol_literal
      symbols << (inner[1][0] == :symbol ? inner[1][1] : inner[1])
    else
      inner.each { |child| find.call(child) if child.is_a?(Array) }
    end
  end
  find.call(arguments)
  symbols.each { |token| tell(path, token, 'attribute', false) }
end

$stdin.each_line(chomp: true) do |path|
  source = File.read(path, encoding: 'UTF-8')
  tree = source.valid_encoding? ? Ripper.sexp(source, path) : nil
  puts JSON.generate(path: path, parsed: !tree.nil?)
  walk(tree, path, false) if tree
end
