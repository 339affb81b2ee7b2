; Definitions.
(class_definition name: (_) @name body: (_)? @body) @definition.class
[(object_definition name: (_) @name body: (_)? @body) (package_object name: (_) @name body: (_)? @body)] @definition.class
(trait_definition name: (_) @name body: (_)? @body) @definition.trait
(enum_definition name: (_) @name body: (_)? @body) @definition.enum
(simple_enum_case name: (_) @name) @definition.constant
(full_enum_case name: (_) @name) @definition.constant
(function_definition name: (_) @name body: (_) @body) @definition.function
(function_declaration name: (_) @name) @definition.function
(val_definition pattern: (identifier) @name value: (_) @value) @definition.variable
(var_definition pattern: (identifier) @name value: (_) @value) @definition.variable
(val_definition pattern: [(tuple_pattern [(identifier) @name (capture_pattern name: (identifier) @name)]) (identifiers (identifier) @name)
  (typed_pattern pattern: (identifier) @name)] value: (_) @value) @definition.variable
(var_definition pattern: [(tuple_pattern [(identifier) @name (capture_pattern name: (identifier) @name)]) (identifiers (identifier) @name)]
  value: (_) @value) @definition.variable
(val_declaration name: (identifier) @name) @definition.variable
(var_declaration name: (identifier) @name) @definition.variable
(given_definition name: (_) @name body: (_)? @body) @definition.variable
(type_definition name: (type_identifier) @name type: (_)? @value) @definition.type
; A parameter without a type is a type without a name: `(using Context)`.
(_ class_parameters: (class_parameters (class_parameter name: (identifier) @name type: (_)) @definition.property))

; The first is a class or trait to extend; those behind `with` are mixed in.
(extends_clause . [(type_identifier) (generic_type) (stable_type_identifier) (projected_type)] @heritage.extends)
(extends_clause [(type_identifier) (generic_type) (stable_type_identifier) (projected_type)] @heritage.implements)
(extends_clause [(type_identifier) @reference.extends (generic_type type: (type_identifier) @reference.extends)
  (stable_type_identifier (type_identifier) @reference.extends)])

(annotation) @decorator
(annotation name: [(type_identifier) @decorator.name @reference.decorator (generic_type type: (type_identifier) @decorator.name @reference.decorator)
  (stable_type_identifier) @decorator.name])

; What must not get into heads.
[(comment) (block_comment)] @comment
[(string) (interpolated_string_expression) (character_literal)] @string

; Modules.
(package_clause name: (package_identifier) @module @ignore)
(import_declaration) @import

; Names bound inside functions.
[(lambda_expression) (case_clause) (for_expression)] @scope
(parameter name: (identifier) @local)
(binding name: (identifier) @local)
(lambda_expression parameters: (identifier) @local)
(enumerator . (identifier) @local)
(enumerator . (tuple_pattern (identifier) @local))
(case_clause pattern: (identifier) @local)
(typed_pattern pattern: (identifier) @local)
(case_class_pattern pattern: (identifier) @local)
(tuple_pattern (identifier) @local)
(capture_pattern name: (identifier) @local)
(self_type . (identifier) @local.type)
(type_parameters name: (identifier) @local.type)
(covariant_type_parameter name: (identifier) @local.type)
(contravariant_type_parameter name: (identifier) @local.type)
(access_qualifier) @ignore
(assignment_expression left: (identifier) @reference.write)

; More ways through the code.
[(if_expression) (while_expression) (do_while_expression) (for_expression) (case_clause)] @branch
(infix_expression operator: (operator_identifier) @branch (#any-of? @branch "&&" "||"))

; Uses.
(call_expression function: [(identifier) @reference.call (field_expression field: (identifier) @reference.call)
  (generic_function function: [(identifier) @reference.call (field_expression field: (identifier) @reference.call)])])
(instance_expression [(type_identifier) @reference.new (generic_type type: (type_identifier) @reference.new)
  (stable_type_identifier (type_identifier) @reference.new)])
(infix_expression operator: (identifier) @reference.call)
(type_identifier) @reference.type
(identifier) @reference
