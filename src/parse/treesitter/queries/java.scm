; Definitions.
(class_declaration name: (identifier) @name) @definition.class
(record_declaration name: (identifier) @name) @definition.class
(interface_declaration name: (identifier) @name) @definition.interface
(annotation_type_declaration name: (identifier) @name) @definition.interface
(enum_declaration name: (identifier) @name) @definition.enum
(method_declaration name: (identifier) @name) @definition.method
(annotation_type_element_declaration name: (identifier) @name) @definition.method
(constructor_declaration name: (identifier) @name) @definition.constructor
(compact_constructor_declaration name: (identifier) @name) @definition.constructor
(field_declaration declarator: (variable_declarator name: (identifier) @name value: (_)? @value)) @definition.property
(constant_declaration declarator: (variable_declarator name: (identifier) @name value: (_)? @value)) @definition.constant
(record_declaration parameters: (formal_parameters (formal_parameter name: (identifier) @name) @definition.property))
(enum_constant name: (identifier) @name arguments: (_)? @value) @definition.constant

(superclass [(type_identifier) (generic_type) (scoped_type_identifier)] @heritage.extends)
(extends_interfaces (type_list [(type_identifier) (generic_type) (scoped_type_identifier)] @heritage.extends))
(super_interfaces (type_list [(type_identifier) (generic_type) (scoped_type_identifier)] @heritage.implements))
(superclass [(type_identifier) @reference.extends
  (generic_type [(type_identifier) @reference.extends (scoped_type_identifier (type_identifier) @reference.extends .)])
  (scoped_type_identifier (type_identifier) @reference.extends .)])
(type_list [(type_identifier) @reference.extends
  (generic_type [(type_identifier) @reference.extends (scoped_type_identifier (type_identifier) @reference.extends .)])
  (scoped_type_identifier (type_identifier) @reference.extends .)])

[(annotation) (marker_annotation)] @decorator
(annotation name: (_) @decorator.name)
(marker_annotation name: (_) @decorator.name)
(annotation name: [(identifier) @reference.decorator (scoped_identifier name: (identifier) @reference.decorator)])
(marker_annotation name: [(identifier) @reference.decorator (scoped_identifier name: (identifier) @reference.decorator)])

; What must not get into heads.
[(line_comment) (block_comment)] @comment
[(string_literal) (character_literal)] @string

; Modules.
(package_declaration [(identifier) (scoped_identifier)] @module)
(package_declaration) @ignore
(import_declaration) @import

; Names bound inside functions.
[(lambda_expression) (static_initializer)] @scope
(formal_parameter name: (identifier) @local)
(spread_parameter (variable_declarator name: (identifier) @local))
(inferred_parameters (identifier) @local)
(lambda_expression parameters: (identifier) @local)
(local_variable_declaration declarator: (variable_declarator name: (identifier) @local))
(enhanced_for_statement name: (identifier) @local)
(catch_formal_parameter name: (identifier) @local)
(resource name: (identifier) @local)
(instanceof_expression name: (identifier) @local)
(type_pattern (identifier) @local)
(record_pattern_component (identifier) @local)
(type_parameter (type_identifier) @local.type)
(labeled_statement . (identifier) @ignore)
(break_statement (identifier) @ignore)
(continue_statement (identifier) @ignore)
(element_value_pair key: (identifier) @ignore)

; More ways through the code.
[(if_statement) (for_statement) (enhanced_for_statement) (while_statement) (do_statement) (catch_clause) (ternary_expression)] @branch
(switch_label "case") @branch
(binary_expression operator: ["&&" "||"]) @branch

; Uses.
(method_invocation name: (identifier) @reference.call)
(object_creation_expression type: [(type_identifier) @reference.new (generic_type (type_identifier) @reference.new)
  (scoped_type_identifier (type_identifier) @reference.new .) (generic_type (scoped_type_identifier (type_identifier) @reference.new .))])
(assignment_expression left: [(identifier) @reference.write (field_access field: (identifier) @reference.write)])
(update_expression [(identifier) @reference.write (field_access field: (identifier) @reference.write)])
(type_identifier) @reference.type
(identifier) @reference
