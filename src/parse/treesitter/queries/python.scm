; Definitions.
(function_definition name: (identifier) @name) @definition.function
(class_definition name: (identifier) @name) @definition.class
(type_alias_statement . (type (identifier) @name) (type) @value) @definition.type
(assignment left: [(identifier) @name (pattern_list (identifier) @name) (tuple_pattern (identifier) @name)]) @definition.variable
(assignment left: (pattern_list [(list_splat_pattern (identifier) @name)
  (tuple_pattern [(identifier) @name (list_splat_pattern (identifier) @name)])])) @definition.variable
(named_expression name: (identifier) @local)

(function_definition body: (block . (expression_statement . (string) @doc .)))
(class_definition body: (block . (expression_statement . (string) @doc .)))
(class_definition superclasses: (argument_list [(identifier) (attribute) (subscript) (call)] @heritage.extends))
(class_definition superclasses: (argument_list [
  (identifier) @reference.extends
  (attribute attribute: (identifier) @reference.extends)
  (subscript value: (identifier) @reference.extends)
  (subscript value: (attribute attribute: (identifier) @reference.extends))]))

(decorator) @decorator
(decorator [
  (identifier) @decorator.name @reference.decorator
  (attribute attribute: (identifier) @reference.decorator) @decorator.name
  (call function: (identifier) @decorator.name @reference.decorator)
  (call function: (attribute attribute: (identifier) @reference.decorator) @decorator.name)])

; What must not get into heads.
(comment) @comment
(string) @string

; Modules.
[(import_statement) (import_from_statement) (future_import_statement)] @import
(assignment left: (identifier) @_all right: [(list (string (string_content) @export)) (tuple (string (string_content) @export))]
  (#eq? @_all "__all__"))
(augmented_assignment left: (identifier) @_all right: (list (string (string_content) @export))
  (#eq? @_all "__all__"))

; Names bound inside functions.
(parameters [
  (identifier) @local
  (default_parameter name: (identifier) @local)
  (typed_default_parameter name: (identifier) @local)
  (typed_parameter . [(identifier) @local (list_splat_pattern (identifier) @local) (dictionary_splat_pattern (identifier) @local)])
  (list_splat_pattern (identifier) @local)
  (dictionary_splat_pattern (identifier) @local)])
(lambda_parameters [
  (identifier) @local
  (default_parameter name: (identifier) @local)
  (list_splat_pattern (identifier) @local)
  (dictionary_splat_pattern (identifier) @local)])
[(lambda) (list_comprehension) (set_comprehension) (dictionary_comprehension) (generator_expression)] @scope
(for_statement left: [(identifier) @local (pattern_list (identifier) @local) (tuple_pattern (identifier) @local)])
(for_in_clause left: [(identifier) @local (pattern_list (identifier) @local) (tuple_pattern (identifier) @local)])
(pattern_list (tuple_pattern (identifier) @local))
(as_pattern_target (identifier) @local)
(pattern_list (list_splat_pattern (identifier) @local))
(case_pattern (dotted_name . (identifier) @local .))
(splat_pattern (identifier) @local)
(keyword_pattern . (identifier) @ignore (dotted_name . (identifier) @local .))
(type_parameter (type (identifier) @local.type))
[(global_statement (identifier) @global) (nonlocal_statement (identifier) @global)]

; More ways through the code.
[(if_statement) (elif_clause) (for_statement) (while_statement) (except_clause) (conditional_expression)
 (boolean_operator) (case_clause) (if_clause) (for_in_clause)] @branch

; Uses.
(keyword_argument name: (identifier) @ignore)
(call function: [(identifier) @reference.call (attribute attribute: (identifier) @reference.call)])
(type [(identifier) @reference.type (attribute attribute: (identifier) @reference.type)])
(type (generic_type (identifier) @reference.type))
(type (subscript value: (identifier) @reference.type))
(type (binary_operator (identifier) @reference.type))
(assignment left: (attribute attribute: (identifier) @reference.write))
(augmented_assignment left: [(identifier) @reference.write (attribute attribute: (identifier) @reference.write)])
(assignment left: (subscript value: (identifier) @reference))
(class_pattern (dotted_name (identifier) @reference.type .))
(identifier) @reference
