module API
  module Concerns
    module AiAccess
      extend ActiveSupport::Concern

      included do
        resource :widgets do
          route_setting :authorization, skip_granular_token_authorization: true, permissions: self_permission
          get 'all' do
          end
        end
      end

      class_methods do
        def allow_ai_access
          allow_access_with_scope :ai
        end
      end
    end
  end
end
