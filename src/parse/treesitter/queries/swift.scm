; Definitions.
(class_declaration declaration_kind: "struct" name: (type_identifier) @name) @definition.struct
(class_declaration declaration_kind: "enum" name: (type_identifier) @name) @definition.enum
(class_declaration declaration_kind: "extension" name: (user_type (type_identifier) @name .)) @container
(class_declaration name: (type_identifier) @name) @definition.class
(protocol_declaration name: (type_identifier) @name) @definition.interface
(typealias_declaration . (modifiers)? . name: (type_identifier) @name) @definition.type
(associatedtype_declaration name: (type_identifier) @name) @definition.type
(function_declaration name: (simple_identifier) @name) @definition.function
(function_declaration name: (custom_operator) @name) @definition.function
(function_declaration ["==" "!=" "<" ">" "<=" ">=" "+" "-" "*" "/" "%"] @name) @definition.function
(protocol_function_declaration name: (simple_identifier) @name) @definition.function
(init_declaration "init" @name) @definition.constructor
(deinit_declaration "deinit" @name) @definition.method
(subscript_declaration "subscript" @name (computed_property)? @body) @definition.method
(enum_entry name: (simple_identifier) @name) @definition.constant
(property_declaration name: (pattern bound_identifier: (simple_identifier) @name) computed_value: (_) @value) @definition.variable
(property_declaration name: (pattern bound_identifier: (simple_identifier) @name) value: (_)? @value) @definition.variable
(property_declaration name: (pattern (pattern (simple_identifier) @name)) value: (_)? @value) @definition.variable
(protocol_property_declaration name: (pattern bound_identifier: (simple_identifier) @name) (protocol_property_requirements) @value) @definition.property

(inheritance_specifier inherits_from: (_) @heritage.extends)
(inheritance_specifier inherits_from: (user_type (type_identifier) @reference.extends .))
(inheritance_specifier inherits_from: (user_type (type_identifier) @reference.extends . (type_arguments)))

(attribute) @decorator
(attribute (user_type) @decorator.name)
(attribute (user_type (type_identifier) @reference.decorator))
(attribute (simple_identifier) @ignore)

; What must not get into heads.
[(comment) (multiline_comment)] @comment
[(line_string_literal) (multi_line_string_literal) (raw_string_literal) (regex_literal)] @string

; Modules.
(import_declaration) @import

; Names bound inside functions.
[(lambda_literal) (computed_getter) (computed_setter) (switch_entry) (catch_block)] @scope
(parameter name: (simple_identifier) @local)
(parameter external_name: (simple_identifier) @ignore)
(lambda_parameter name: (simple_identifier) @local)
(lambda_parameter external_name: (simple_identifier) @ignore)
(for_statement item: (pattern bound_identifier: (simple_identifier) @local))
(for_statement item: (pattern (pattern (simple_identifier) @local)))
(for_statement item: (pattern (simple_identifier) @local))
(pattern (value_binding_pattern) (pattern (simple_identifier) @local))
(pattern (value_binding_pattern) bound_identifier: (simple_identifier) @local)
(pattern (value_binding_pattern) (simple_identifier) @reference (pattern))
[(if_statement bound_identifier: (simple_identifier) @local) (guard_statement bound_identifier: (simple_identifier) @local)
 (while_statement bound_identifier: (simple_identifier) @local)]
(type_parameter . (type_identifier) @local.type)
(value_argument_label) @ignore
(enum_type_parameters (simple_identifier) @ignore)

; More ways through the code.
[(if_statement) (guard_statement) (for_statement) (while_statement) (repeat_while_statement) (switch_entry) (catch_block) (ternary_expression)
 (conjunction_expression) (disjunction_expression) (nil_coalescing_expression)] @branch

; Uses.
(call_expression . [(simple_identifier) @reference.call (navigation_expression suffix: (navigation_suffix suffix: (simple_identifier) @reference.call))])
(assignment target: (directly_assignable_expression [(simple_identifier) @reference.write
  (navigation_expression suffix: (navigation_suffix suffix: (simple_identifier) @reference.write))]))
(type_identifier) @reference.type
(simple_identifier) @reference
