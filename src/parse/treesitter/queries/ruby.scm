; Definitions.
(method name: (_) @name) @definition.function
(singleton_method name: (_) @name) @definition.method
(class name: [(constant) @name (scope_resolution scope: (_) @owner name: (constant) @name) (scope_resolution !scope name: (constant) @name)] body: (_)? @body) @definition.class
(module name: [(constant) @name (scope_resolution scope: (_) @owner name: (constant) @name)] body: (_)? @body) @definition.module
(assignment left: (constant) @name right: (call receiver: (constant) @_struct method: (identifier) @_new block: (_) @body)
  (#any-of? @_struct "Struct" "Class" "Data" "Module") (#any-of? @_new "new" "define")) @definition.class
(assignment left: (constant) @name right: (_) @value) @definition.constant
(assignment left: (scope_resolution scope: (_) @owner name: (constant) @name) right: (_) @value) @definition.constant
(assignment left: (global_variable) @name right: (_) @value) @definition.variable
(alias name: [(identifier) @name (operator) @name (setter) @name (constant) @name]) @definition.method
(call !receiver method: (identifier) @_attr arguments: (argument_list (simple_symbol) @name @definition.property)
  (#any-of? @_attr "attr_accessor" "attr_reader" "attr_writer"))
(call !receiver method: (identifier) @_alias arguments: (argument_list . (simple_symbol) @name) @definition.method
  (#eq? @_alias "alias_method"))
(call !receiver method: (identifier) @_define arguments: (argument_list . (simple_symbol) @name) (#eq? @_define "define_method")) @definition.method

(superclass [(constant) (scope_resolution)] @heritage.extends)
(superclass [(constant) @reference.extends (scope_resolution name: (constant) @reference.extends)])
(call !receiver method: (identifier) @_mixin arguments: (argument_list [(constant) (scope_resolution)] @heritage.implements)
  (#any-of? @_mixin "include" "prepend" "extend"))
(call !receiver method: (identifier) @_mixin arguments: (argument_list [(constant) @reference.extends (scope_resolution name: (constant) @reference.extends)])
  (#any-of? @_mixin "include" "prepend" "extend"))
(body_statement (identifier) @access @ignore (#any-of? @access "private" "public" "protected" "module_function"))

; What must not get into heads.
(comment) @comment
[(string) (string_array) (symbol_array) (heredoc_body) (subshell)] @string
(regex) @string

; Modules.
(call !receiver method: (identifier) @_require arguments: (argument_list . (string)) (#any-of? @_require "require" "require_relative" "load")) @import
(call !receiver method: (identifier) @_autoload arguments: (argument_list . (simple_symbol) . (string)) (#eq? @_autoload "autoload")) @import

; Names bound inside functions.
[(block) (do_block) (lambda)] @scope
(method_parameters (identifier) @local)
(block_parameters (identifier) @local)
(lambda_parameters (identifier) @local)
(destructured_parameter (identifier) @local)
[(optional_parameter name: (identifier) @local) (keyword_parameter name: (identifier) @local) (splat_parameter name: (identifier) @local)
 (hash_splat_parameter name: (identifier) @local) (block_parameter name: (identifier) @local)]
(assignment left: (identifier) @local)
(left_assignment_list [(identifier) @local (rest_assignment (identifier) @local) (destructured_left_assignment (identifier) @local)])
(operator_assignment left: (identifier) @local)
(exception_variable (identifier) @local)
(for pattern: (identifier) @local)

; More ways through the code.
[(if) (elsif) (unless) (while) (until) (for) (when) (in_clause) (rescue) (conditional) (if_modifier) (unless_modifier)
 (while_modifier) (until_modifier) (rescue_modifier)] @branch
(binary operator: ["&&" "||" "and" "or"]) @branch

; Uses. A bare word that is no local name calls a method.
(call receiver: (constant) @reference method: (identifier) @_new (#eq? @_new "new"))
(call method: [(identifier) (constant)] @reference.call)
(assignment left: (call method: (identifier) @reference.write))
(operator_assignment left: (call method: (identifier) @reference.write))
(alias alias: (identifier) @reference)
(method name: (setter (identifier) @ignore))
(singleton_method name: (setter (identifier) @ignore))
[(identifier) (constant)] @reference
